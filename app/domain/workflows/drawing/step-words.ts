import { isId } from "#app/base/ids.ts";
import { eventWords } from "#app/domain/workflows/nodes/event-words.ts";
import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { isPlainSchedule, scheduleWords } from "./schedule-words.ts";

type Settings = Readonly<Record<string, unknown>>;

const MOST = 140;

/** What a step does, in a line: of types that say it best themselves, else its kind and what it is set to. */
export function stepWords({ type, settings }: { type: string; settings: Settings }): string {
	const known = nodeTypes().get(type);
	if (!known) return "A kind of step that does not exist here.";
	const own = Object.hasOwn(WORDS, type) ? WORDS[type]!(settings) : null;
	if (own) return short(own);
	const said = known.fields.flatMap((field) => fieldWords(field, settings[field.name]) ?? []);
	return short(said.length === 0 ? known.hint : `${known.label}: ${said.slice(0, 3).join("; ")}`);
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const names = (rows: unknown, key: string): string =>
	(Array.isArray(rows) ? rows : []).map((row) => text((row as Record<string, unknown> | null)?.[key])).join(", ");
const upTo = (days: unknown) => (Number(days) > 0 ? `, ${count(Number(days), "day")} at most` : "");
const count = (many: number, noun: string) => `${many.toLocaleString("en")} ${noun}${many === 1 ? "" : "s"}`;
const onlyIf = (filter: unknown) => (text(filter).trim() ? ", on a condition" : "");
const happens = (event: string) => eventWords(event) ?? event;
/** Names of fields as people say them: `valueCents, ownerId` is "value, owner". */
const fieldNames = (fields: string) =>
	fields
		.replace(/(\w)(?:Cents|Id)\b/g, "$1")
		.replace(/([a-z])([A-Z])/g, "$1 $2")
		.toLowerCase();

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
const LEAD_WORDS: Record<string, string> = { created: "came in", moved: "moved" };

const WORDS: Record<string, (settings: Settings) => string | null> = {
	manual: () => "When somebody starts it.",
	on_webhook: ({ filter }) => `When a form or another system posts to its address${onlyIf(filter)}.`,
	on_schedule: ({ cron, timeZone }) => (text(cron) ? scheduleWords(text(cron), text(timeZone)) : null),
	on_event: ({ event, filter }) =>
		text(event) ? `When this happens: ${happens(text(event))}${onlyIf(filter)}.` : null,
	on_message: ({ channel, filter }) =>
		`When a message comes in${text(channel) && channel !== "any" ? ` by ${text(channel)}` : ""}${onlyIf(filter)}.`,
	on_record: ({ record, what = "changed", fields, filter }) =>
		text(record)
			? `When ${withArticle(text(record))} was ${text(what)}${text(fields) ? ` (${fieldNames(text(fields))})` : ""}${onlyIf(filter)}.`
			: null,
	on_lead: ({ what = "created", state, filter }) =>
		`When a lead ${LEAD_WORDS[text(what)] ?? "was changed"}${what === "moved" && text(state) && state !== "any" ? ` to ${text(state)}` : ""}${onlyIf(filter)}.`,
	find_record: ({ record, by = "id", value }) =>
		text(record) && text(value) ? `Looks ${withArticle(text(record))} up by ${text(by)}: ${text(value)}` : null,
	wait: ({ kind = "for", amount = 1, unit = "days", until }) =>
		kind === "until"
			? `Waits until ${text(until) || "a date"}.`
			: `Waits ${count(Number(amount), text(unit).replace(/s$/, ""))}.`,
	wait_reply: ({ channel, days = 3 }) =>
		`Waits for a reply${text(channel) && channel !== "any" ? ` by ${text(channel)}` : ""}${upTo(days)}.`,
	wait_event: ({ event, days }) =>
		text(event) ? `Waits until this happens: ${happens(text(event))}${upTo(days)}.` : null,
	branch: ({ when }) => (text(when) ? `If ${text(when)}` : null),
	switch: ({ cases }) => (names(cases, "port") ? `One of: ${names(cases, "port")}, otherwise.` : null),
	for_each: ({ items }) => (text(items) ? `For each of ${text(items)}` : null),
	classify: ({ labels }) => (names(labels, "name") ? `Sorts it as ${names(labels, "name")} or otherwise.` : null),
	ask_ai: ({ prompt }) => (text(prompt) ? `Asks a model: ${text(prompt)}` : null),
	transform: ({ values }) => (names(values, "name") ? `Sets ${names(values, "name")}.` : null),
	approval: ({ title, text: changeable, needed = 1, days }) =>
		text(title)
			? `Asks for ${Number(needed) > 1 ? `${text(needed)} times yes` : "a yes"}${text(changeable) ? ", to a text that may be changed before" : ""}: ${text(title)}${upTo(days)}`
			: null,
	guided: ({ title }) => (text(title) ? `A person does: ${text(title)}` : null),
	send_email: ({ subject }) => (text(subject) ? `Writes an email: ${text(subject)}` : null),
	send_sms: ({ text: words }) => (text(words) ? `Writes an SMS: ${text(words)}` : null),
	create_task: ({ title, waits }) =>
		text(title) ? `Gives a task: ${text(title)}${waits === true ? ", and waits until it is done" : ""}` : null,
	http: ({ method = "GET", url }) => (text(url) ? `Sends ${text(method)} to ${text(url)}` : null),
	webhook: ({ url }) => (text(url) ? `Posts to ${text(url)}` : null),
	end: ({ all }) => (all === true ? "Ends every way of the run." : "Ends this way."),
	join: () => "Waits until every way that was taken has come.",
	race: () => "Goes on with the first way that comes.",
};

/**
 * The expression behind what a step's words leave open, as it is written: a trigger's condition, or a schedule that there
 * are no words for; null where the words say it all.
 */
export function stepCode({ type, settings }: { type: string; settings: Settings }): string | null {
	if (!nodeTypes().get(type)?.isTrigger) return null;
	if (text(settings.filter).trim()) return text(settings.filter).trim();
	return type === "on_schedule" && text(settings.cron) && !isPlainSchedule(text(settings.cron))
		? text(settings.cron).trim()
		: null;
}

/** What begins a workflow, in words; of a trigger that is not filled in, what it will be. */
export function triggerWords(trigger: { type: string; settings: Settings } | null): string {
	return trigger ? stepWords(trigger).replace(/\.$/, "") : "Nothing yet";
}

/** What looks like an expression, and not like words. */
const EXPRESSION = /\{\{|&&|\|\||==|[<>]=?|\w\.\w+\.\w|\(\w*\)|event\.\w/;

/** What begins a ready workflow, for whoever chooses one: without expressions and codes, which the draft shows. */
export function plainTrigger(trigger: { type: string; settings: Settings } | null): string {
	const { filter, fields, ...settings } = trigger?.settings ?? {};
	const begins = triggerWords(trigger && { type: trigger.type, settings });
	return `${begins}${text(fields) ? ", in certain fields" : ""}${text(filter).trim() ? ", on a condition" : ""}`;
}

/** What a step of a ready workflow does: in its own words where those are words, else its kind's. */
export function plainStep(node: { type: string; settings: Settings }): string {
	const words = stepWords(node);
	return EXPRESSION.test(words) ? (nodeTypes().get(node.type)?.hint ?? words) : words;
}

function fieldWords({ label, kind, choices, references }: SettingField, value: unknown): string | null {
	if (kind === "switch") return value === true ? label : null;
	if (kind === "member") return isId(value) ? `${label} a member` : text(value) ? `${label} ${text(value)}` : null;
	if (kind === "pairs" || kind === "cases") {
		const said = names(value, kind === "pairs" ? "name" : "port");
		return said ? `${label} ${references === "fields" ? fieldNames(said) : said}` : null;
	}
	const said = choices?.find((choice) => choice.value === value)?.label ?? text(value);
	return said ? `${label} ${said}` : null;
}

function short(words: string): string {
	const line = words.replace(/\s+/g, " ").trim();
	return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line;
}
