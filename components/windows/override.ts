/** Whether change windows are to be passed over, and the reason that takes. */
export type Override = { isOn: boolean; reason: string };

export const NO_OVERRIDE: Override = { isOn: false, reason: "" };

/** Takes an override and tells whether nothing is missing: none needs no reason. */
export function isOverrideReady({ isOn, reason }: Override): boolean {
  return !isOn || reason.trim() !== "";
}

/** Takes an override and gives the reason the server is told; `null`: windows hold. */
export function overrideReason({ isOn, reason }: Override): string | null {
  return isOn ? reason.trim() : null;
}
