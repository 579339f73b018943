import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { AwsFailure } from "#lib/errors.ts";
import type { LaneView } from "#lib/imds/lane.ts";

function Doing({ lane }: { lane: LaneView }) {
  const t = useTranslations("settings.lanes");
  const words = useTranslations("environments.lanes");
  switch (lane.scan.kind) {
    case "scanning":
      return (
        <>
          <StatusIndicator kind="in-progress">
            {t("scanning", {
              phase: t(`phases.${lane.scan.phase}`),
              done: lane.scan.callsDone,
              known: lane.scan.callsKnown,
            })}
          </StatusIndicator>
          {lane.scan.throttled ? <p className="text-sm text-warning">{words("throttled")}</p> : null}
        </>
      );
    case "queued":
      return <StatusIndicator kind="pending">{t("queued")}</StatusIndicator>;
    case "never":
      return <StatusIndicator kind="not-started">{t("never")}</StatusIndicator>;
    case "idle":
      if (lane.failure !== null) return null;
      return lane.lastSuccessAt === null ? (
        <StatusIndicator kind="not-started">{t("never")}</StatusIndicator>
      ) : (
        <StatusIndicator kind="success">
          {t("ok")} · <Time value={lane.lastSuccessAt} />
        </StatusIndicator>
      );
  }
}

/** AWS's words, the operation and the request id. */
function Said({ failure: { message, operation, requestId } }: { failure: AwsFailure }) {
  const aws = useTranslations("common.aws");
  return (
    <>
      <p lang="en" translate="no" className="max-w-[70ch] break-words">
        {message}
      </p>
      <p className="mt-1 text-sm break-words text-muted">
        {aws("operation")}: <code className="font-mono">{operation}</code>
        {requestId === null ? null : (
          <>
            {" · "}
            {aws("requestId")}: <code className="font-mono">{requestId}</code>
          </>
        )}
      </p>
    </>
  );
}

/** How a lane's scan stands: at work, done, or failed in AWS's own words; after a failure, whether older rows remain. */
export function LaneScan({ lane }: { lane: LaneView }) {
  const t = useTranslations("settings.lanes");
  const aws = useTranslations("common.aws");
  const { failure } = lane;
  return (
    <div className="space-y-1">
      <Doing lane={lane} />
      {failure === null ? null : (
        <>
          <StatusIndicator kind="error" wrap>
            {t("failedAt")} · <code className="font-mono text-sm">{failure.code}</code> · <Time value={failure.at} />
          </StatusIndicator>
          <Disclosure summary={aws("said")}>
            <Said failure={failure} />
            {lane.environmentCount > 0 ? <p className="mt-1">{t("staleSince")}</p> : null}
          </Disclosure>
        </>
      )}
      {lane.metricsFailure === null ? null : (
        <>
          <StatusIndicator kind="warning" wrap>
            {t("metricsFailedAt")} · <code className="font-mono text-sm">{lane.metricsFailure.code}</code> ·{" "}
            <Time value={lane.metricsFailure.at} />
          </StatusIndicator>
          <Disclosure summary={aws("said")}>
            <Said failure={lane.metricsFailure} />
            <p className="mt-1">{t("metricsHint")}</p>
          </Disclosure>
        </>
      )}
      {lane.platformsFailure === null ? null : (
        <>
          <StatusIndicator kind="warning" wrap>
            {t("platformsFailedAt")} · <code className="font-mono text-sm">{lane.platformsFailure.code}</code> ·{" "}
            <Time value={lane.platformsFailure.at} />
          </StatusIndicator>
          <Disclosure summary={aws("said")}>
            <Said failure={lane.platformsFailure} />
            <p className="mt-1">{t("platformsHint")}</p>
          </Disclosure>
        </>
      )}
      {lane.httpTokensEnforced ? <Badge tone="info">HttpTokensEnforced</Badge> : null}
    </div>
  );
}
