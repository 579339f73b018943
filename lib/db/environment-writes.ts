import type { SQL } from "drizzle-orm";
import { sql as raw } from "drizzle-orm";
import type { Sql } from "./database.ts";
import { environments } from "./schema-fleet.ts";

type Row = typeof environments.$inferSelect;
type KeyColumn = "accountId" | "region" | "environmentId";
type Column = Exclude<keyof Row, "searchText">;

const KEY = ["accountId", "region", "environmentId"] as const satisfies KeyColumn[];

const nameOf = (column: Column): SQL => raw`${raw.identifier(environments[column].name)}`;
const commas = (parts: readonly SQL[]): SQL => raw.join([...parts], raw`, `);

/**
 * The rows as one parameter, a record each under the columns' own names: thousands of parameters would keep the server
 * busier than everything else a scan does.
 */
function recordsOf<Name extends Column>(rows: readonly Pick<Row, Name>[], columns: readonly Name[]): SQL {
  const records = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [environments[column].name, row[column]])),
  );
  return raw`jsonb_populate_recordset(null::${environments}, ${JSON.stringify(records)}::text::jsonb)`;
}

/** Takes rows and inserts these columns of them in one statement, or updates them where the environment is there already. */
export async function upsertEnvironments<Name extends Column>(
  tx: Sql,
  rows: readonly Pick<Row, KeyColumn | Name>[],
  columns: readonly Name[],
): Promise<void> {
  if (rows.length === 0) return;
  const written = [...KEY, ...columns];
  const names = commas(written.map(nameOf));
  await tx.execute(raw`
    insert into ${environments} (${names})
    select ${names} from ${recordsOf(rows, written)}
    on conflict (${commas(KEY.map(nameOf))})
    do update set ${commas(columns.map((column) => raw`${nameOf(column)} = excluded.${nameOf(column)}`))}`);
}

/** Takes rows that are there and writes these columns of them in one statement, so that each row is rewritten once. */
export async function updateEnvironments<Name extends Column>(
  tx: Sql,
  rows: readonly Pick<Row, KeyColumn | Name>[],
  columns: readonly Name[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(raw`
    update ${environments}
    set ${commas(columns.map((column) => raw`${nameOf(column)} = x.${nameOf(column)}`))}
    from ${recordsOf(rows, [...KEY, ...columns])} as x
    where ${raw.join(
      KEY.map((column) => raw`${environments[column]} = x.${nameOf(column)}`),
      raw` and `,
    )}`);
}
