import * as cloudWatchSdk from "@aws-sdk/client-cloudwatch";
import * as ec2Sdk from "@aws-sdk/client-ec2";
import * as elasticBeanstalkSdk from "@aws-sdk/client-elastic-beanstalk";
import * as organizationsSdk from "@aws-sdk/client-organizations";
import * as stsSdk from "@aws-sdk/client-sts";

import { awsJson } from "./protocols/aws-json.ts";
import { awsQuery } from "./protocols/aws-query.ts";
import { ec2Query } from "./protocols/ec2-query.ts";
import { operationsOf } from "./protocols/operations.ts";
import { rpcV2Cbor } from "./protocols/rpc-v2-cbor.ts";
import { ec2Refusals, queryRefusals } from "./refusals.ts";
import type { Service } from "./service.ts";
import { beanstalkConstraints } from "./services/beanstalk-constraints.ts";
import { cloudWatchConstraints } from "./services/cloudwatch-constraints.ts";
import { cloudWatch } from "./services/cloudwatch.ts";
import { ec2 } from "./services/ec2.ts";
import { elasticBeanstalk } from "./services/elastic-beanstalk.ts";
import { organizationsConstraints } from "./services/organizations-constraints.ts";
import { organizations } from "./services/organizations.ts";
import { stsConstraints } from "./services/sts-constraints.ts";
import { sts } from "./services/sts.ts";

const CLOUDWATCH_TARGET = "GraniteServiceVersion20100801";

/** Every simulated service, with the namespaces and versions the service models give. */
export const services: readonly Service[] = [
  {
    name: "Elastic Beanstalk",
    signingName: "elasticbeanstalk",
    scope: "regional",
    protocols: [
      awsQuery({
        xmlNamespace: "http://elasticbeanstalk.amazonaws.com/docs/2010-12-01/",
        version: "2010-12-01",
      }),
    ],
    operations: operationsOf(elasticBeanstalkSdk, beanstalkConstraints),
    handlers: elasticBeanstalk,
    refusals: queryRefusals,
  },
  {
    name: "EC2",
    signingName: "ec2",
    scope: "regional",
    protocols: [ec2Query({ xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/", version: "2016-11-15" })],
    operations: operationsOf(ec2Sdk),
    handlers: ec2,
    refusals: ec2Refusals,
  },
  {
    name: "STS",
    signingName: "sts",
    scope: "global",
    protocols: [
      awsQuery({
        xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
        version: "2011-06-15",
      }),
    ],
    operations: operationsOf(stsSdk, stsConstraints),
    handlers: sts,
    refusals: queryRefusals,
  },
  {
    name: "CloudWatch",
    signingName: "monitoring",
    scope: "regional",
    protocols: [
      awsJson({ target: CLOUDWATCH_TARGET }),
      rpcV2Cbor({ service: CLOUDWATCH_TARGET }),
      awsQuery({
        xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
        version: "2010-08-01",
      }),
    ],
    operations: operationsOf(cloudWatchSdk, cloudWatchConstraints),
    handlers: cloudWatch,
    refusals: queryRefusals,
  },
  {
    name: "Organizations",
    signingName: "organizations",
    scope: "global",
    protocols: [awsJson({ target: "AWSOrganizationsV20161128", version: "1.1" })],
    operations: operationsOf(organizationsSdk, organizationsConstraints),
    handlers: organizations,
    refusals: queryRefusals,
  },
];
