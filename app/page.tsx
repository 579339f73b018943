import { redirect } from "next/navigation";
import { paths } from "#lib/paths.ts";

/** The start page is the overview. */
export default function Home(): never {
  redirect(paths.overview());
}
