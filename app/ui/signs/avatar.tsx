import { classNames } from "#app/ui/class-names.ts";
import type { Tone } from "./badge.tsx";

const tones: Tone[] = ["accent", "info", "warn", "good", "bad", "neutral"];

/** A small face: the initials of a name, in a tone that stays with the name. `square` is for organisations. */
export function Avatar({ name, square }: { name: string; square?: boolean }) {
	return (
		<span className={classNames("avatar", square && "avatar-square", `tone-${toneOf(name)}`)} aria-hidden="true">
			{initials(name)}
		</span>
	);
}

/** Who else looks at this. The names are read out; the faces are for the eye. */
export function Presence({ names }: { names: readonly string[] }) {
	if (names.length === 0) return null;
	const others = names.length === 1 ? `${names[0]} is here too` : `${names.join(", ")} are here too`;
	return (
		<ul className="faces" aria-label={others} title={others}>
			{names.slice(0, 4).map((name) => (
				<li key={name}>
					<Avatar name={name} />
				</li>
			))}
		</ul>
	);
}

/** The first letters of the first and the last word: "Ana María Díaz" gives "AD". */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/).filter(Boolean);
	const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
	return picked.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("") || "?";
}

function toneOf(name: string): Tone {
	let sum = 0;
	for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
	return tones[sum % tones.length] ?? "neutral";
}
