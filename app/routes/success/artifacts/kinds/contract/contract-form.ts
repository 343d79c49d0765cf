import { invalid } from "#app/base/errors.ts";
import { ContractAnalysis } from "#app/domain/artifacts/contract/content.ts";
import { lastDayOfNotice } from "#app/domain/artifacts/contract/finding/renewal.ts";
import { Finding, KIND_OF_TERM, TERMS, type Term } from "#app/domain/artifacts/contract/terms.ts";
import { readValue, VALUE_HELP, valueWords } from "#app/domain/artifacts/contract/value-words.ts";
import { type Posted, rowsIn, textIn } from "../view.ts";

/** An analysis as its form's texts: what is not edited goes along as it is kept. */
export function writeContract({ findings, notes, ...head }: ContractAnalysis): Posted {
	return {
		head: JSON.stringify(head),
		notes: notes.join("\n"),
		rows: findings.map((finding) => ({
			kept: JSON.stringify(finding),
			value: valueWords(finding.value),
			quote: finding.quote,
			page: String(finding.page),
		})),
	};
}

/** The form's texts as an analysis. What somebody changed or added is theirs. Throws 422 by the names of the inputs. */
export function readContractForm(values: Posted): unknown {
	const errors: Record<string, string[]> = {};
	const rows = rowsIn(values, "rows");
	const findings = rows.flatMap((row, at) => {
		const read = readRow(row, at);
		if (typeof read !== "string") return read ? [read] : [];
		errors[`content.rows[${at}].value`] = [read];
		return [];
	});
	if (Object.keys(errors).length > 0) throw invalid("Some fields cannot be accepted.", errors);
	const head = ContractAnalysis.safeParse(parse(textIn(values, "head"))).data ?? ContractAnalysis.parse({});
	const notes = textIn(values, "notes")
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean);
	const isContract = findings.length > 0 ? true : head.isContract;
	return { ...head, isContract, findings: withLastNotice(findings), notes };
}

/** A row as a finding; undefined for one that is empty or removed, words for what cannot be read. */
function readRow(row: Posted, at: number): Finding | string | undefined {
	const kept = Finding.safeParse(parse(textIn(row, "kept"))).data;
	// A form's text has line ends of its own.
	const quote = textIn(row, "quote").replace(/\r\n?/g, "\n").trim();
	const [typed, page] = [textIn(row, "value").trim(), textIn(row, "page").trim()];
	if (textIn(row, "remove") !== "" || (!kept && typed === "")) return undefined;
	const isSame = kept && typed === valueWords(kept.value) && quote === kept.quote.trim() && page === String(kept.page);
	if (isSame) return kept;
	const term = kept?.term ?? (textIn(row, "term") as Term);
	if (!TERMS.includes(term)) return "Choose which term it is.";
	const value = readValue(term, typed);
	if (!value) return VALUE_HELP[KIND_OF_TERM[term]];
	if (!/^[1-9]\d{0,3}$/.test(page || "1")) return "Write the page as a number.";
	const note = kept ? "Corrected by a member." : "Added by a member.";
	const id = kept?.id ?? `p${at + 1}-${typed.length}`;
	return {
		id,
		term,
		value,
		quote: quote.slice(0, 500),
		page: Number(page || 1),
		sureness: "clear",
		note,
		by: kept?.by ?? "",
		source: "member",
	};
}

/** The last day to give notice follows the end and the notice period, unless a member wrote it. */
function withLastNotice(findings: readonly Finding[]): Finding[] {
	const own = findings.find(({ term, source }) => term === "last-notice" && source === "member");
	if (own || !findings.some(({ term, source }) => source === "member" && (term === "end" || term === "notice")))
		return [...findings];
	const notice = findings.find(({ term }) => term === "notice");
	const worked = lastDayOfNotice(
		notice,
		findings.filter(({ term }) => term === "end"),
		{ first: "day", isKnown: false },
	);
	const rest = findings.filter(({ term }) => term !== "last-notice");
	const at = rest.findLastIndex(({ term }) => term === "notice") + 1;
	return rest.toSpliced(
		at,
		0,
		...worked.map((one) => ({ ...one, id: "last-notice", by: "", source: "rules" as const })),
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
