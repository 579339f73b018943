"use client";
import { createContext, useContext } from "react";

// One row of the table takes part in Tab; the arrow keys move between rows (see row-keys.ts).
const Context = createContext(-1);

export const RowControlProvider = Context.Provider;

/** Gives the `tabIndex` of a row's controls: 0 in the one row that Tab reaches, -1 in the others. */
export function useRowControl(): number {
  return useContext(Context);
}
