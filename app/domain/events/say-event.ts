import { clockParts, zoneName } from "#app/base/words/clock-words.ts";
import { sayMoney } from "#app/base/words/say-time.ts";
import { authorOf } from "./author.ts";
import type { EventLine } from "./event-queries.ts";
import { fieldLabel, SUBJECT_LABELS, VALUE_WORDS } from "./labels.ts";
import { type EventName, SENTENCES } from "./sentences.ts";
import type { SubjectNames } from "./subject-names.ts";

/** A piece of a sentence; `about` is what it names, for a link. */
export type Piece = { text: string; about?: { type: string; id: string } };

/** What a reader needs to understand an event: names of ids, their zone, the organisation's currency (ISO 4217). */
export type Reader = { names: SubjectNames; zone: string; currency: string };

type Told = Pick<EventLine, "name" | "actor" | "subject" | "parent" | "changes" | "data">;

/** An event as one sentence: who did what. What has no sentence of its own is told by its name. */
export function sayEvent(event: Told, reader: Reader): Piece[] {
	return joined(
		templateOf(event)
			.split(/(\[[^\]]*\])/)
			.flatMap((part) => filled(part, event, reader)),
	);
}

/** Whether an event's sentence tells a field of its data or its changes, so that nothing else has to. */
export function tellsField(event: Told, from: "data" | "changes", field: string): boolean {
	const template = templateOf(event);
	return from === "data" ? template.includes(`{data.${field}}`) : template.includes(`{to.${field}}`);
}

function templateOf(event: Told): string {
	const sentence = SENTENCES[event.name as EventName] ?? `{who}: ${eventLabel(event.name).toLowerCase()}`;
	return typeof sentence === "string" ? sentence : sentence(event);
}

/** "Lead state changed": a name in words, for a list to choose from. */
export function eventLabel(name: string): string {
	const words = name.replaceAll(/[.-]/g, " ");
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A sentence as plain text. */
export function textOf(pieces: readonly Piece[]): string {
	return pieces.map(({ text }) => text).join("");
}

/** One part of a template: what stands in brackets is left out when one of its values is not there. */
function filled(part: string, event: Told, reader: Reader): Piece[] {
	const isOptional = part.startsWith("[");
	const words = (isOptional ? part.slice(1, -1) : part).split(/(\{[^}]+\})/);
	const pieces: Piece[] = [];
	for (const word of words) {
		const place = /^\{(.+)\}$/.exec(word)?.[1];
		const found = place === undefined ? { text: word } : placed(place, event, reader);
		if (!found && isOptional) return [];
		if (!found) pieces.push({ text: "somebody" });
		else if (/ the (?:\w+ )*$/.test(pieces.at(-1)?.text ?? ""))
			pieces.push({ ...found, text: found.text.replace(GONE, "that is gone") });
		else pieces.push(found);
	}
	return pieces;
}

function placed(place: string, event: Told, reader: Reader): Piece | undefined {
	if (place === "who") return whoOf(event, reader);
	if (place === "subject") return named(event.subject, event, reader);
	if (place === "parent")
		return event.parent ? named(event.parent, event, reader) : named(event.subject, event, reader);
	const [from, field = ""] = place.split(".");
	const value = from === "data" ? event.data[field] : event.changes[field]?.[from === "from" ? 0 : 1];
	return value === null || value === undefined || value === "" ? undefined : sayValue(field, value, event, reader);
}

/** "The lead a lead that is gone" says it twice. */
const GONE = /^an? [a-zA-Z -]+ that is gone$/;

/** Who acted, as a person says it. */
function whoOf(event: Told, { names }: Reader): Piece {
	const actor = authorOf(event);
	const known = actor.id ? names[actor.id] : undefined;
	switch (actor.kind) {
		case "member":
			return { text: actor.name, ...(known ? { about: { type: "member", id: actor.id! } } : {}) };
		case "customer":
			return { text: known?.name ?? "A customer" };
		case "api-key":
			return { text: `The API key “${actor.name}”` };
		case "system":
			return { text: actor.name && actor.name !== "Perigee" ? `Perigee (${actor.name.toLowerCase()})` : "Perigee" };
		case "webhook":
			return { text: `${actor.name} (outside system)` };
		default:
			return { text: `${actor.name} (${actor.kind})` };
	}
}

function named(subject: { type: string; id: string }, { data }: Told, { names }: Reader): Piece {
	const name = names[subject.id]?.name ?? [data.title, data.name].find((each) => typeof each === "string" && each);
	const text =
		typeof name === "string" ? name : `${withArticle(SUBJECT_LABELS[subject.type] ?? subject.type)} that is gone`;
	return { text, ...(names[subject.id] ? { about: subject } : {}) };
}

function withArticle(noun: string): string {
	return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

const MOST = 300;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One value as a person reads it: names for ids, money with its currency, instants with their zone. */
export function sayValue(field: string, value: unknown, event: Pick<Told, "data" | "changes">, reader: Reader): Piece {
	if (value === null || value === undefined || value === "") return { text: "empty" };
	if (typeof value === "boolean") return { text: value ? "yes" : "no" };
	if (typeof value === "number") return { text: sayNumber(field, value, currencyOf(event, reader)) };
	if (Array.isArray(value)) {
		const items = value.map((one) => sayValue(field, one, event, reader).text);
		return { text: items.length > 0 ? items.join(", ").slice(0, MOST) : "none" };
	}
	if (typeof value === "object") {
		const parts = Object.entries(value).map(
			([key, one]) => `${fieldLabel(key).toLowerCase()} ${sayValue(key, one, event, reader).text}`,
		);
		return { text: parts.join(", ").slice(0, MOST) || "empty" };
	}
	return sayText(String(value), reader);
}

function sayText(text: string, { names, zone }: Reader): Piece {
	if (UUID.test(text)) {
		const known = names[text];
		return known ? { text: known.name, about: { type: known.type, id: text } } : { text: "something that is gone" };
	}
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/.test(text)) return { text: sayAt(new Date(text), zone) };
	if (/^\d{4}-\d\d-\d\d$/.test(text)) return { text: sayDate(text) };
	// What strangers wrote may be called as what every object has: "constructor".
	const known = Object.hasOwn(VALUE_WORDS, text) ? VALUE_WORDS[text] : undefined;
	const word = known ?? (/^[a-z]+(?:-[a-z]+)+$/.test(text) ? text.replaceAll("-", " ") : text);
	return { text: word.length > MOST ? `${word.slice(0, MOST)}…` : word };
}

/** "Tue 24 Nov 2026, 3:30 pm CST": what is read years later carries its year. */
export function sayAt(at: Date, zone: string): string {
	if (Number.isNaN(at.getTime())) return "an unknown time";
	const { weekday, day, month, year, hour, minute, dayPeriod } = clockParts(at, zone);
	return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} ${dayPeriod} ${zoneName(at, zone)}`;
}

function sayDate(date: string): string {
	const at = new Date(`${date}T12:00:00Z`);
	if (Number.isNaN(at.getTime())) return date;
	const { weekday, day, month, year } = clockParts(at, "UTC");
	return `${weekday} ${day} ${month} ${year}`;
}

function sayNumber(field: string, value: number, currency: string): string {
	if (/Cents$/.test(field)) return sayMoney(value, currency);
	if (/Micros$/.test(field)) return `$${(value / 1_000_000).toFixed(4)}`;
	if (/Ms$/.test(field)) return `${value.toLocaleString("en-US")} ms`;
	// Of an own field all that is kept is said.
	if (field.startsWith("field:")) return value.toLocaleString("en-US", { maximumFractionDigits: 15 });
	return field === "number" || field === "position" ? String(value) : value.toLocaleString("en-US");
}

/** Amounts are of the currency that the event names, else the organisation's. */
function currencyOf({ data, changes }: Pick<Told, "data" | "changes">, { currency }: Reader): string {
	const said = data.currency ?? changes.currency?.[1];
	return typeof said === "string" && /^[A-Z]{3}$/.test(said) ? said : currency;
}

/** Neighbouring plain texts as one, the first letter large. */
function joined(pieces: readonly Piece[]): Piece[] {
	const all: Piece[] = [];
	for (const piece of pieces) {
		const last = all.at(-1);
		if (last && !last.about && !piece.about) last.text += piece.text;
		else if (piece.text) all.push({ ...piece });
	}
	const first = all[0];
	const last = all.at(-1);
	if (last && !/[.!?…]$/.test(last.text)) all.push({ text: "." });
	// An address keeps its letters.
	if (first && !/^\S+@/.test(first.text)) first.text = first.text.charAt(0).toUpperCase() + first.text.slice(1);
	return all;
}
