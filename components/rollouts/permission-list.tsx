import { InlineCode } from "#components/ui/code-block.tsx";

// AWS: environments-cfg-autoscaling-launch-templates; the last one from failures of AWS's own managed policies.
const LAUNCH_TEMPLATE_ACTIONS = [
  { action: "ec2:RunInstances", resource: null },
  { action: "ec2:CreateLaunchTemplate", resource: null },
  { action: "ec2:CreateLaunchTemplateVersion", resource: null },
  { action: "ec2:DeleteLaunchTemplate", resource: null },
  { action: "ec2:DeleteLaunchTemplateVersions", resource: null },
  { action: "ec2:DescribeLaunchTemplates", resource: null },
  { action: "ec2:DescribeLaunchTemplateVersions", resource: null },
  { action: "ec2:CreateTags", resource: "launch-template/*" },
] as const;

/** The permissions that moving to a launch template takes. `onResource` words a narrower resource. */
export function PermissionList({ onResource }: { onResource: (resource: string) => string }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-x-6 gap-y-1">
      {LAUNCH_TEMPLATE_ACTIONS.map(({ action, resource }) => (
        <li key={action}>
          <InlineCode>{action}</InlineCode>
          {resource === null ? null : <span className="text-sm text-muted"> {onResource(resource)}</span>}
        </li>
      ))}
    </ul>
  );
}
