// What strangers typed, so that it cannot look like something else.

// Joiners and selectors belong to emoji; a digit's key is one, too.
const EMOJI = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*|[0-9#*]\ufe0f\u20e3`;
// Controls, soft hyphen, zero-width and bidirectional marks, fillers, tags and private use.
const UNSEEN = String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u17b4\u17b5\u2028\u2029\u3164\uffa0\u2800]|\p{Default_Ignorable_Code_Point}`;
const EITHER = new RegExp(`(${EMOJI})|${UNSEEN}`, "gu");

/**
 * Return a text in which every character can be seen: what has no picture of its own,
 * or changes the direction of others, becomes its number, as in `[U+202E]`.
 * New lines and emoji stay.
 */
export function visible(text: string): string {
  return text.replace(EITHER, (found: string, emoji: string | undefined) => {
    if (emoji || found === "\n") return found;
    const number = found.codePointAt(0) ?? 0;
    return `[U+${number.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}
