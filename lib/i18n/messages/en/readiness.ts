import type { NextStep, Reason, Verdict } from "#lib/imds/readiness.ts";

/** Words of the verdict on disabling IMDSv1 and of its evidence. */
export const readiness = {
  title: "Is it safe to disable IMDSv1?",
  advice: "A verdict is advice. It never keeps you from changing the setting.",
  wayBack: "As things are, IMDSv1 cannot be allowed again",
  verdict: {
    "in-use": "IMDSv1 is in use: what calls it would stop getting answers.",
    ready: "Ready: nothing was found that would break.",
    "no-evidence": "Not enough is known to say whether something would break.",
    busy: "The environment is busy. It can be switched when it is Ready.",
    blocked: "It cannot be switched as things are.",
    "already-enforced": "Already switched: IMDSv2 is enforced.",
    "not-applicable": "Not applicable.",
  } satisfies Record<Verdict, string>,
  short: {
    "in-use": "{calls, plural, =0 {IMDSv1 in use} one {IMDSv1 in use: # call} other {IMDSv1 in use: # calls}}",
    ready: "Ready",
    "no-evidence": "No evidence",
    busy: "Busy",
    blocked: "Blocked",
    "already-enforced": "Already enforced",
    "not-applicable": "Not applicable",
  } satisfies Record<Verdict, string>,
  reason: {
    cluster: "Cluster (EKS) environments do not take this option.",
    unsupported: "The platform version does not have the option.",
    permission:
      "AWS refused a change in this account and Region for want of a permission (<when></when>), in its words:",
    "pending-draft":
      "Elastic Beanstalk holds a pending draft of the configuration, which has to be applied or dropped first.",
    "failed-draft": "Elastic Beanstalk holds a failed draft of the configuration from an earlier update.",
    "tokens-enforced":
      "The account enforces IMDSv2 in this Region (HttpTokensEnforced): once disabled, IMDSv1 cannot be allowed again.",
    busy: "AWS reports the status {status}.",
    "setting-unknown": "The setting has not been read yet.",
    "default-unknown":
      "The option is not set, and AWS has not told the default of its platform. What new instances answer is not known.",
    "odd-value":
      "The option has the value “{value}”, which is neither true nor false. What new instances answer is not known.",
    "setting-failed":
      "The setting could not be read (<when></when>); what is shown of it is from an earlier reading, if there was one. AWS answered:",
    "already-set": "The setting says so, and no running instance disagrees.",
    "not-in-force":
      "The setting already disables IMDSv1, but {optional, plural, one {# running instance still answers} other {# running instances still answer}} it.",
    "instances-require":
      "{instances, plural, one {The running instance already requires} other {All # running instances already require}} IMDSv2, although the setting allows IMDSv1.",
    calls:
      "{calls, plural, one {# IMDSv1 call} other {# IMDSv1 calls}} counted on {instances, plural, one {# instance} other {# instances}}, the last <when></when> (counted by the hour).",
    rejected:
      "{calls, plural, one {# IMDSv1 call was} other {# IMDSv1 calls were}} refused on {instances, plural, one {# instance} other {# instances}} that require IMDSv2, the last <when></when> (counted by the hour). Something has not learned IMDSv2.",
    zero: "No IMDSv1 call was counted over <span></span>.",
    "short-window":
      "No IMDSv1 call was counted, but only over <span></span>. What runs once a day may not have run yet.",
    "stale-evidence":
      "No IMDSv1 call was counted, but CloudWatch was last read <when></when>. That is too long ago to rely on.",
    "not-read": "The CloudWatch counts of its instances have not been read yet.",
    "read-failed": "CloudWatch could not be read. AWS answered:",
    "no-data":
      "CloudWatch has no data for {instances, plural, one {# instance} other {# instances}}. No data is not zero.",
    silent:
      "No call was counted, but CloudWatch has no data for {instances, plural, one {# running instance} other {# running instances}}. No data is not zero.",
    "no-instances": "No instance is running, and none was seen while the window lasts.",
    containers:
      "The application runs in containers. {known, select, true {The hop limit of a running instance is {limit}, with which} other {The hop limit of its instances is not known; with 1}} a container does not reach IMDSv2. Elastic Beanstalk has no option for the limit.",
    "managed-window":
      "{open, select, true {The managed-update window is open} other {The managed-update window opens soon}} (<window></window>). {refresh, select, true {Elastic Beanstalk replaces all instances in it, every week} other {Elastic Beanstalk may update the platform in it}}, and until that is over no change can start.",
  } satisfies Record<Reason["kind"], string>,
  next: {
    title: "What to do next",
    "find-caller":
      "Find the process that calls: run the <link>AWS IMDS Packet Analyzer</link> on one of the instances below.",
    "update-sdk": "Update the AWS SDK or CLI that calls to a version that knows IMDSv2:",
    "check-hop-limit":
      "Check that the instances' HttpPutResponseHopLimit is 2 or more, with an account default or a launch template outside Elastic Beanstalk.",
    "grant-change": "Add the permission AWS names. Settings has the policy to paste. The next success clears this.",
    "grant-settings": "Allow what AWS says is denied. Settings has the policy to paste.",
    "grant-metrics": "Allow cloudwatch:GetMetricData where AWS says it is denied. The scan goes on without it.",
    "update-platform": "Update the platform to a version that lists the option.",
    "finish-draft": "Apply or abort the pending update in Elastic Beanstalk.",
    "lift-enforcement":
      "If IMDSv1 has to stay possible, have HttpTokensEnforced switched off first: in EC2's settings of the account, or in the organization's declarative policy that manages it.",
    "replace-instances": "Have the instances replaced, for example by rebuilding the environment.",
    "watch-longer": "Wait for more counts. They are read again by themselves, unless reading them is switched off.",
    "run-instances": "Let an instance run for a day, so that there are calls to count, or none.",
    "set-explicitly":
      "Set the option explicitly: disable IMDSv1 above, or set DisableIMDSv1 where the environment is defined.",
    wait: "Wait until it is Ready.",
    "let-window-pass": "Let the window and a managed update pass, or accept that the change may have to wait.",
    switch: "Disable IMDSv1 above. The instances are replaced, and you can undo it.",
    refresh: "Refresh to read it from AWS.",
  } satisfies Record<NextStep | "title", string>,
  span: {
    hours: "{count, plural, one {# hour} other {# hours}}",
    days: "{count, plural, one {# day} other {# days}}",
    sinceScan: "{span}, of which instances that ended before the first scan (<when></when>) are missing",
    countedOver: "Counted over <span></span>.",
  },
  sdk: "CLI 1.16.289 · boto3 1.12.6 · botocore 1.13.25 · Java 1.11.678 or 2.10.21 · JavaScript 2.722.0 · Go 1.25.38 or v2 0.19.0 · .NET 3.3.634.1 · PHP 3.147.7 · Ruby 3.79.0 · C++ 1.7.229 · PowerShell 4.0.1.0",
  read: "CloudWatch read <when></when>",
  neverRead: "CloudWatch not read yet",
  metricsFailure:
    "CloudWatch could not be read, or only in part, in this account and Region. What is missing is shown from an earlier reading.",
  everything: "Reasons and next steps",
  newTab: "opens in a new tab",
  chart: {
    title: "IMDSv1 calls by day (UTC)",
    refusedTitle: "Refused IMDSv1 calls by day (UTC)",
    summary:
      "{days, plural, one {# day} other {# days}}: {calls, plural, =0 {no call} one {# call} other {# calls}} in all, at most {most} on one day; {missing, plural, =0 {data for every day} one {no data for # day} other {no data for # days}}.",
    sinceScan: "Since the first scan (<when></when>): instances that ended before it are missing.",
    legend: "A flat mark is a count of zero. No mark means no data.",
    table: "Show as a table",
    day: "Day",
    calls: "Calls",
    noData: "no data",
  },
  instances: {
    title: "Instances that were counted",
    instance: "Instance ID",
    state: "State",
    running: "Running",
    gone: "Gone since <when></when>",
    calls: "Calls",
    refused: "{count} refused",
    noData: "no data",
    last: "Last seen",
    never: "–",
  },
};
