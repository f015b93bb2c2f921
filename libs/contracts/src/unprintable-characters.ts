/** These also have their use. */
const joinerOrSelector = String.raw`(?:\u200c|\u200d|\ufe0e|\ufe0f)`;
/**
 * What is not seen in a text, or makes it look like another one: whatever Unicode says is shown as nothing
 * (Default_Ignorable_Code_Point: zero-width and bidirectional characters, the soft hyphen, fillers, tags), and interlinear
 * annotation. Joiners and variation selectors are apart.
 */
const alwaysHidden = String.raw`(?!${joinerOrSelector})\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]`;

/** Letters and marks of scripts that are written with joiners. */
const joined = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\u0900-\u0dff\u0f00-\u109f\u1780-\u18af]`;
/** Where joiners and variation selectors have their use: in such scripts, and in emoji (Unicode TR51, ED-14 to ED-16). */
const inUse = [
  String.raw`(?<=${joined})(?:\u200c|\u200d)(?=${joined})`,
  String.raw`(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Extended_Pictographic})(?:\ufe0e|\ufe0f)`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
].join('|');

/** What acts on whatever shows the text: control characters (C0, DEL, C1) and Unicode's line ends. */
const active = String.raw`[\p{Cc}\p{Zl}\p{Zp}]`;

/** Source of a pattern (with the flag `u`) for one character of a whole text that acts, or is not seen. */
export const unprintableCharacter = `(?:${active}|${alwaysHidden}|(?!${inUse})${joinerOrSelector})`;
/** The same for a piece of a text, in which joiners and variation selectors may belong to what is before or after it. */
export const unprintableInPiece = `(?:${active}|${alwaysHidden})`;

const everyUnprintable = new RegExp(unprintableCharacter, 'gu');
const everyUnprintableInPiece = new RegExp(unprintableInPiece, 'gu');

/** The text with each character that acts, or is not seen, as `show` has it. */
export function showUnprintable(text: string, show: (character: string) => string): string {
  return text.replace(everyUnprintable, show);
}

/** The same for a piece of a text. */
export function showUnprintableInPiece(piece: string, show: (character: string) => string): string {
  return piece.replace(everyUnprintableInPiece, show);
}
