import { redirect } from "next/navigation";
import { paths } from "#lib/paths.ts";

/** The start page is the list of environments. */
export default function Home(): never {
  redirect(paths.environments());
}
