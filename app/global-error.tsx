"use client";
import "./globals.css";

/** When even the document failed: no words were loaded, so both languages are said here. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-lg space-y-3 px-4 py-24">
          <h1 className="text-xl font-semibold">IMDS Fleet could not be shown</h1>
          <p className="text-muted">
            Nothing was changed by that, and running rollouts go on. The server’s log has the reason.
          </p>
          <p lang="ja" className="text-muted">
            画面を表示できませんでした。これによる変更はなく、実行中のロールアウトは継続しています。原因はサーバーのログに記録されています。
          </p>
          {error.digest === undefined ? null : <p className="font-mono text-sm">{error.digest}</p>}
          <button
            type="button"
            onClick={reset}
            className="min-h-8 rounded-control bg-accent px-3 font-medium text-on-accent"
          >
            Try again / <span lang="ja">再試行</span>
          </button>
        </main>
      </body>
    </html>
  );
}
