import { z } from "zod";

const list = z.array(z.string().min(1).max(100)).max(500);

/** A window as a browser may send it; what is wrong with one of this shape is said by `windowFaults`. */
export const WindowDraftSchema = z.strictObject({
  name: z.string().trim().max(100),
  kind: z.enum(["allow", "deny"]),
  scope: z.strictObject({ accounts: list, regions: list, applications: list }),
  recurrence: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("weekly"),
      weekdays: z
        .array(
          z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]),
        )
        .max(7)
        .transform((days) => [...new Set(days)].toSorted((one, other) => one - other)),
      start: z.string().max(5),
      minutes: z.number(),
    }),
    z.strictObject({ kind: z.literal("once"), from: z.string().max(19), until: z.string().max(19).nullable() }),
  ]),
  zone: z.string().max(64),
});

/** Which window, as it was seen: somebody else's edit in between is not overwritten. */
export const SeenWindowSchema = z.strictObject({ windowId: z.uuid(), version: z.int().min(1) });
