/** What must not leave an answer: names and values learned while reading, kept in memory only. */
export type Redactor = {
  /** Takes something to hide and the placeholder to show instead. */
  learn: (value: string | undefined, placeholder: string) => void;
  /** Gives a text with everything learned replaced. */
  hide: (text: string) => string;
};

/** Numbers are hidden anyway (`wordsOf`), and a version called `1` must not hide every other 1. */
const NUMBER = /^[\d.]*$/;

/** What stands for something hidden. */
const PLACEHOLDER = String.raw`<(?:account|address|application|arn|caller|environment|environment id|host|id|immutable stack|mail|n|region|resource|secret|stack|status|template|time|url|version|…|[a-z]+-id|AWSEB\w+)>`;

const WORDLIKE = /\w/;
const ESCAPED = /[.*+?^${}()|[\]\\]/g;

/**
 * Only whole words: an application called `identity` hides no part of `identity-based`. What has a hyphen or a digit is
 * no word, and hidden in `shop-prod-logs`, too.
 */
function patternOf(value: string): string {
  const plain = value.replaceAll(ESCAPED, String.raw`\$&`);
  const isWord = !/[-\d]/.test(value);
  // The names of a stack's resources hold the environment's id, and are told apart by what comes after it.
  const start = WORDLIKE.test(value.at(0) ?? "")
    ? isWord
      ? String.raw`(?<![\w-])`
      : String.raw`(?<!\w|\bawseb-)`
    : "";
  const end = WORDLIKE.test(value.at(-1) ?? "") ? (isWord ? String.raw`(?![\w-])` : String.raw`(?!\w)`) : "";
  return `${start}${plain}${end}`;
}

/** Starts a redactor that knows nothing yet. */
export function newRedactor(): Redactor {
  const learned = new Map<string, string>();
  let pattern: RegExp | undefined;
  return {
    learn: (value, placeholder) => {
      if (value === undefined || NUMBER.test(value) || learned.has(value)) return;
      learned.set(value, placeholder);
      pattern = undefined;
    },
    hide: (text) => {
      if (learned.size === 0) return text;
      pattern ??= new RegExp(
        [
          // An application called `id` hides no part of a placeholder.
          PLACEHOLDER,
          // Longest first, so that no name hides the rest of a longer one.
          ...[...learned.keys()].toSorted((a, b) => b.length - a.length).map(patternOf),
        ].join("|"),
        "g",
      );
      return text.replace(pattern, (found) => learned.get(found) ?? found);
    },
  };
}

/** Longer lines of an application's own output say nothing about AWS. */
const LONGEST = 240;

/** What an AWS message holds of one account, in the order in which it must be looked for. */
const PARTICULARS: readonly (readonly [pattern: RegExp, placeholder: string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s'",)]+/gi, "<url>"],
  [/\barn:aws[\w-]*:[^\s'",)]+/g, "<arn>"],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, "<mail>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z| ?UTC)?/g, "<time>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  // A resource of the environment's stack is told by its logical id.
  [/\bawseb-e-[a-z0-9]+-immutable-stack(-[\w-]*?)?(AWSEB[A-Za-z0-9]+)?(-[A-Z0-9]+)*\b/g, "<immutable stack>"],
  [/\bawseb-e-[a-z0-9]+-stack-(AWSEB[A-Za-z0-9]+)(-[A-Z0-9]+)?/g, "<$1>"],
  [/\bawseb-e-[a-z0-9]+-stack\b/g, "<stack>"],
  [/\bawseb-[\w-]+/g, "<resource>"],
  [/\be-[a-z0-9]{10}\b/g, "<environment id>"],
  [/\b(i|lt|sg|ami|vol|subnet|vpc|eni|snap|eipalloc|r)-[0-9a-f]{8,17}\b/g, "<$1-id>"],
  [/\b\d{1,3}(\.\d{1,3}){3}\b/g, "<address>"],
  [/\b\d{12}\b/g, "<account>"],
  [/\b[\w-]+(\.[\w-]+)*\.(amazonaws\.com(\.cn)?|elasticbeanstalk\.com|internal)\b/g, "<host>"],
  [/\b([\w.-]+)=(?!<)[^\s,;]+/g, "$1=<…>"],
  // What mixes letters and digits at length is a key, a hash or a version label.
  [/(?<![<\w])(?=[\w/+-]*\d)(?=[\w/+-]*[A-Za-z])[\w/+-]{12,}/g, "<…>"],
  [/(?<![\w<])\d+(\.\d+)?\b/g, "<n>"],
  [/(<[^>]+>)(, \1)+/g, "$1"],
];

/** Quoted text is a name, but for placeholders and states like `UPDATE_ROLLBACK_IN_PROGRESS`. */
const QUOTED = /(?<!\w)(["'])([^"'\n]{1,200})\1/g;
const TELLING = /^(<[^>]*>|[A-Z_]+)$/;

/** Takes an event's message and gives its words: the same for every account, environment and instance. */
export function wordsOf(message: string, redactor: Redactor): string {
  let words = redactor.hide(message).replaceAll(/\s+/g, " ").trim();
  for (const [pattern, placeholder] of PARTICULARS) words = words.replaceAll(pattern, placeholder);
  words = words.replaceAll(QUOTED, (whole, quote: string, inside: string) =>
    TELLING.test(inside) ? whole : `${quote}<…>${quote}`,
  );
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

/** Takes a text and gives it without account ids, which are the only twelve digits in a row that AWS writes. */
export function maskAccounts(text: string): string {
  return text.replaceAll(/\b\d{12}\b/g, "<account>");
}
