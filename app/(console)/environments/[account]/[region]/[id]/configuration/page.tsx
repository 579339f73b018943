import { redirect } from "next/navigation";
import { paths } from "#lib/paths.ts";
import { keyOf } from "../key-of.ts";
import type { EnvironmentParams } from "../key-of.ts";

/** The configuration has one category here. */
export default async function ConfigurationPage({ params }: { params: EnvironmentParams }) {
  redirect(paths.environmentInstances(await keyOf(params)));
}
