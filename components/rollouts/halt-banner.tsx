"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { Role } from "#lib/auth/role.ts";
import { haltQuery } from "#lib/queries/halt.ts";

// Fetched when there is a halt: nearly every page view never needs it.
const HaltNotice = dynamic(async () => (await import("./halt-notice.tsx")).HaltNotice, { ssr: false });

/** Looks on every page whether all rollouts are halted. */
export function HaltBanner({ role }: { role: Role }) {
  const halt = useQuery(haltQuery()).data?.halt ?? null;
  return halt === null ? null : <HaltNotice halt={halt} role={role} />;
}
