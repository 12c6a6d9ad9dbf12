// What strangers typed, so that it cannot look like something else.

// Controls, soft hyphen, zero-width and bidirectional marks, fillers, tags and private use.
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{2028}\u{2029}\u{3164}\u{ffa0}\u{2800}]|\p{Default_Ignorable_Code_Point}/gu;

/**
 * Return a text in which every character can be seen: what has no picture of its own,
 * or changes the direction of others, becomes its number, as in `[U+202E]`.
 * New lines stay.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === "\n") return character;
    const number = character.codePointAt(0) ?? 0;
    return `[U+${number.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}
