import type { Found } from "../terms.ts";
import { findPeriods } from "./periods.ts";
import { cutAround, quoteAround, type Sentence, type View } from "./text.ts";

const PAYMENT = /\b(?:payable|payment|pays?|paid|due|invoices?|zahl\p{L}*|zahlbar|fällig|rechnung\p{L}*)(?!\p{L})/iu;
const NOT_PAYMENT = /terminat|renew|notice|liab|refund|confiden|increase|late (?:charge|fee)|not received|kündig/i;

/** Within how long invoices are to be paid. */
export function findPayment(sentences: readonly Sentence[]): Found[] {
	for (const { text, quote, page } of sentences) {
		const net = /\bnet[\s-]?(\d{1,3})\b/i.exec(text);
		const period = net
			? { index: net.index, length: net[0].length, count: Number(net[1]), unit: "days" as const }
			: findPeriods(text).find(({ unit, index, length }) => {
					const isDays = unit === "days" || unit === "weeks";
					const around = `${text.slice(Math.max(0, index - 60), index)} ${text.slice(index + length, index + length + 60)}`;
					return (
						isDays &&
						/within|after|from|of (?:receipt|the invoice)|terms?\s*[:|]|due|to pay|innerhalb|binnen/i.test(around)
					);
				});
		if (!period || period.count < 1 || (!net && (!PAYMENT.test(text) || NOT_PAYMENT.test(text)))) continue;
		const value = { kind: "period", count: period.count, unit: period.unit } as const;
		const own = quote === text ? cutAround(text, period.index, period.length) : quote;
		return [{ term: "payment", value, quote: own, page, sureness: "clear", note: "" }];
	}
	return [];
}

const LAWS = [
	/govern(?:ed|ing)[^.;]{0,80}?\blaws? of (?:the )?([\p{Lu}][\p{L}.' -]*?(?: and Wales)?)(?=[,.;\n(]|\s+(?:without|and|excluding|as|shall|exclusive|regardless|applicable)\b|$)/iu,
	/(?:governing law|(?<=^|\n)(?:applicable )?law)\s*[:|]\s*(?:the )?(?:laws? of (?:the )?)?([\p{Lu}][\p{L}' -]{2,60}?(?: and Wales)?)(?=\s*(?:[,.;\n|]|$|\s\p{Lu}\p{L}+\s?:))/iu,
	/(?:construed|interpreted)[^.;]{0,60}?\blaws? of (?:the )?([\p{Lu}][\p{L}.' -]*?(?: and Wales)?)(?=[,.;\n(]|\s+(?:without|and|excluding|as|shall)\b|$)/iu,
	/\blaws? of (?:the )?([\p{Lu}][\p{L}.' -]*?(?: and Wales)?) (?:shall )?(?:govern|appl(?:y|ies))/u,
	/(?:governed by|under|subject to|in accordance with) (?:the )?(\p{Lu}\p{L}+) law\b/u,
	/\b(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?) law (?:shall )?(?:governs?|appl(?:y|ies))/u,
	/\bRecht (?:der|des) (\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)/u,
	/\b(?:gilt|unterliegt|nach) (?:ausschließlich )?(?:dem )?(\p{L}+(?:es|em|en)) Recht/u,
];

/** Whose law holds. */
export function findLaw(views: readonly View[]): Found[] {
	for (const view of views) {
		for (const pattern of LAWS) {
			const match = pattern.exec(view.text);
			const name = match?.[1]?.replace(/\s+/g, " ").trim();
			if (!match || !name || name.length < 3) continue;
			const quote = quoteAround(view, match.index, match[0].length);
			const value = { kind: "name", name, role: "" } as const;
			return [{ term: "law", value, quote, page: view.page, sureness: "clear", note: "" }];
		}
	}
	return [];
}
