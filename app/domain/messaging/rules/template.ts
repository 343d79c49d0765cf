/** A template in pieces: text as it stands, and variables with what stands in for a missing value. */
export type TemplatePart = string | { readonly variable: string; readonly fallback: string | null };

/** Something wrong with a template. `at` is the position in the text (UTF-16 units); `message` is for the author. */
export type TemplateProblem = { readonly at: number; readonly message: string };

/** Values by variable name (`contact.firstName`). Absent, null and blank ones give way to the fallback. */
export type TemplateValues = Readonly<Record<string, string | number | null | undefined>>;

/**
 * How values are written: `html` escapes them, `text` keeps them as plain text over several lines, `line` as one line
 * (subjects, names), so that no value can start a header of its own.
 */
export type TemplateEscape = "html" | "text" | "line";

const VARIABLE = /^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)+$/;
const LONGEST = 100_000;

/**
 * Reads `{{path.name}}` and `{{path.name|fallback}}`. What is no well-formed variable stays text and is reported by
 * `checkTemplate`. Nothing is ever evaluated: a name is looked up, or it is not there.
 */
export function parseTemplate(text: string): TemplatePart[] {
	return read(text).parts;
}

/** The variables of a template, each once, in order of appearance. */
export function variablesOf(text: string): string[] {
	const names = parseTemplate(text).flatMap((part) => (typeof part === "string" ? [] : [part.variable]));
	return [...new Set(names)];
}

/** What is wrong with a template, given the variables it may use; empty when it can be saved. */
export function checkTemplate(text: string, allowed: readonly string[]): TemplateProblem[] {
	if (text.length > LONGEST) return [{ at: LONGEST, message: "This text is too long for a message." }];
	return read(text, new Set(allowed)).problems;
}

/** The variables that have neither a value nor a fallback: such a message is better held than sent with a hole. */
export function missingValues(text: string, values: TemplateValues): string[] {
	const missing = parseTemplate(text).flatMap((part) =>
		typeof part !== "string" && part.fallback === null && filledIn(values, part.variable) === "" ? [part.variable] : [],
	);
	return [...new Set(missing)];
}

/** The text with its values. Values are not read again: braces in a name stay braces. */
export function renderTemplate(text: string, values: TemplateValues, options: { escape: TemplateEscape }): string {
	const write = WRITERS[options.escape];
	return parseTemplate(text)
		.map((part) => {
			if (typeof part === "string") return options.escape === "line" ? oneLine(part, false) : part;
			return write(filledIn(values, part.variable) || (part.fallback ?? ""));
		})
		.join("");
}

/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
	return plain(text).replace(/[&<>"']/g, (sign) => HTML_SIGNS[sign]!);
}

const HTML_SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const WRITERS: Record<TemplateEscape, (value: string) => string> = {
	html: escapeHtml,
	text: plain,
	line: (value) => oneLine(value, true),
};

function read(text: string, allowed?: ReadonlySet<string>): { parts: TemplatePart[]; problems: TemplateProblem[] } {
	const parts: TemplatePart[] = [];
	const problems: TemplateProblem[] = [];
	let kept = "";
	let at = 0;
	while (at < text.length) {
		const open = text.indexOf("{{", at);
		const close = text.indexOf("}}", at);
		const next = open < 0 ? text.length : open;
		// The end of what stands before the next variable must not hold a closing pair of its own.
		if (close >= 0 && close < next) problems.push({ at: close, message: "There is a }} without its {{." });
		kept += text.slice(at, next);
		if (open < 0) break;
		const end = text.indexOf("}}", open + 2);
		if (end < 0) {
			problems.push({ at: open, message: "There is a {{ without its }}." });
			kept += text.slice(open);
			break;
		}
		const inner = text.slice(open + 2, end);
		const variable = variableIn(inner);
		const problem = problemOf(inner, variable?.variable, allowed);
		if (problem) problems.push({ at: open, message: problem });
		if (variable) {
			if (kept) parts.push(kept);
			kept = "";
			parts.push(variable);
		} else kept += text.slice(open, end + 2);
		at = end + 2;
	}
	if (kept) parts.push(kept);
	return { parts, problems };
}

function variableIn(inner: string): Exclude<TemplatePart, string> | null {
	const bar = inner.indexOf("|");
	const variable = (bar < 0 ? inner : inner.slice(0, bar)).trim();
	const fallback = bar < 0 ? null : inner.slice(bar + 1).trim();
	return VARIABLE.test(variable) && !/[{}\n\r]/.test(inner) ? { variable, fallback } : null;
}

function problemOf(inner: string, name: string | undefined, allowed?: ReadonlySet<string>): string | null {
	const shown = `{{${inner.length > 60 ? `${inner.slice(0, 60)}…` : inner}}}`;
	if (!name) return `${shown} is not a variable. Write it like {{contact.firstName}} or {{contact.firstName|there}}.`;
	return allowed && !allowed.has(name) ? `There is no variable called ${name}.` : null;
}

function filledIn(values: TemplateValues, name: string): string {
	const value = Object.hasOwn(values, name) ? values[name] : null;
	return value === null || value === undefined ? "" : String(value).trim();
}

/** Text without control characters other than tab and line break, and without marks that reverse the reading order. */
function plain(text: string): string {
	return text
		.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
		.replace(/[^\P{Cc}\n\t]|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu, "");
}

function oneLine(text: string, trim: boolean): string {
	const line = plain(text).replace(/\s+/g, " ");
	return trim ? line.trim() : line;
}
