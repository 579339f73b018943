import { text, timestamp } from "drizzle-orm/pg-core";

/** Takes a column's name and gives a moment. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
/** The columns that name a lane. */
export const laneColumns = { accountId: text("account_id").notNull(), region: text("region").notNull() };
