import { serviceUnavailable } from "../errors.ts";
import { laneOf, type ServiceHandlers } from "../service.ts";
import { describeEvents } from "./beanstalk-events.ts";
import {
  describeApplications,
  describeEnvironmentResources,
  describeEnvironments,
  listTagsForResource,
} from "./beanstalk-reads.ts";
import {
  describeConfigurationOptions,
  describeConfigurationSettings,
  validateConfigurationSettings,
} from "./beanstalk-settings.ts";
import { abortEnvironmentUpdate, updateEnvironment } from "./beanstalk-writes.ts";

type AnyHandler = ServiceHandlers[string];

/** In a broken lane no call comes through; which failure it shows is [invented]. */
const unlessBroken =
  (handler: AnyHandler): AnyHandler =>
  (call, input) => {
    if (laneOf(call).broken) throw serviceUnavailable();
    return handler(call, input);
  };

const handlers: ServiceHandlers = {
  AbortEnvironmentUpdate: abortEnvironmentUpdate,
  DescribeApplications: describeApplications,
  DescribeConfigurationOptions: describeConfigurationOptions,
  DescribeConfigurationSettings: describeConfigurationSettings,
  DescribeEnvironmentResources: describeEnvironmentResources,
  DescribeEnvironments: describeEnvironments,
  DescribeEvents: describeEvents,
  ListTagsForResource: listTagsForResource,
  UpdateEnvironment: updateEnvironment,
  ValidateConfigurationSettings: validateConfigurationSettings,
};

/** AWS Elastic Beanstalk, as far as reading and changing environments' option settings goes. */
export const elasticBeanstalk: ServiceHandlers = Object.fromEntries(
  Object.entries(handlers).map(([name, handler]) => [name, unlessBroken(handler)]),
);
