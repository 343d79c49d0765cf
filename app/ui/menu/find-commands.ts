import { isSlip } from "./is-slip.ts";
import type { Command } from "./navigation.ts";

/**
 * The commands that fit what was typed, best first: a label that starts with it, a word that does, letters in order,
 * words that were meant for its own. Nothing typed: all, in their own order. Case and accents do not matter.
 */
export function findCommands(commands: readonly Command[], typed: string): Command[] {
	const wanted = plain(typed.trim());
	if (wanted === "") return [...commands];
	return commands
		.map((command) => ({ command, score: score(plain(`${command.label} ${command.hint ?? ""}`), wanted) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ command }) => command);
}

function score(text: string, wanted: string): number {
	if (text.startsWith(wanted)) return 4;
	if (text.includes(` ${wanted}`)) return 3;
	if (text.includes(wanted)) return 2;
	let place = -1;
	for (const letter of wanted) {
		place = text.indexOf(letter, place + 1);
		if (place < 0) return isMeant(text, wanted) ? 1.5 : 0;
	}
	return 1;
}

/** Each typed word begins one of the text's, or is a slip for one. */
function isMeant(text: string, wanted: string): boolean {
	const words = text.split(/\s+/);
	return wanted.split(/\s+/).every((typed) => words.some((word) => word.startsWith(typed) || isSlip(typed, word)));
}

function plain(text: string): string {
	return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
