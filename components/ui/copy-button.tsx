"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { useAnnounce } from "./live-region.tsx";

type CopyButtonProps = {
  text: string;
  /** What it copies, as its name: "Copy the environment ID". */
  label: string;
  copiedLabel: string;
  failedLabel: string;
  /** Shows the words beside the icon. */
  labelled?: boolean | undefined;
  className?: string | undefined;
};

/** Copies a text, shows a tick and says so. */
export function CopyButton({ text, label, copiedLabel, failedLabel, labelled = false, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(copiedLabel, "copy");
    } catch {
      announce(failedLabel, "copy");
    }
  };
  const icon = copied ? (
    <Check aria-hidden="true" className="size-4 text-success" />
  ) : (
    <Copy aria-hidden="true" className="size-4" />
  );
  return labelled ? (
    <Button size="small" icon={icon} onClick={() => void copy()} {...(className ? { className } : {})}>
      {copied ? copiedLabel : label}
    </Button>
  ) : (
    <Button
      variant="icon"
      size="small"
      aria-label={label}
      title={label}
      icon={icon}
      onClick={() => void copy()}
      {...(className ? { className } : {})}
    />
  );
}
