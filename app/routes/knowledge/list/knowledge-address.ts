import { isId } from "#app/base/ids.ts";
import { FILE_KINDS, type FileKind } from "#app/domain/knowledge/schema.ts";

/** Passages of a search that are shown at first, and how many more each time. */
export const SHOWN_AT_ONCE = 20;

/** What an address of the knowledge asks for; what makes no sense in it is left out. */
export type KnowledgeAddress = {
	q: string;
	collection?: string | undefined;
	kind?: FileKind | undefined;
	isRemoved: boolean;
	before?: string | undefined;
	shown: number;
};

export function readAddress(url: string, most: number): KnowledgeAddress {
	const { searchParams } = new URL(url);
	const given = (name: string) => searchParams.get(name) ?? "";
	const kind = FILE_KINDS.find((one) => one === given("kind"));
	const shown = Number.parseInt(given("shown"), 10) || SHOWN_AT_ONCE;
	return {
		q: given("q").trim().slice(0, 500),
		...(isId(given("collection")) ? { collection: given("collection") } : {}),
		...(kind ? { kind } : {}),
		isRemoved: given("view") === "removed",
		...(isId(given("before")) ? { before: given("before") } : {}),
		shown: Math.min(most, Math.max(SHOWN_AT_ONCE, shown)),
	};
}

/** The address of a list with these filters; pages and counts begin anew unless they are given. */
export function pathOf(address: Partial<KnowledgeAddress>): string {
	const { q, collection, kind, isRemoved, before, shown } = address;
	const query = new URLSearchParams({
		...(isRemoved ? { view: "removed" } : {}),
		...(q ? { q } : {}),
		...(collection ? { collection } : {}),
		...(kind ? { kind } : {}),
		...(before ? { before } : {}),
		...(shown && shown > SHOWN_AT_ONCE ? { shown: String(shown) } : {}),
	});
	return query.size > 0 ? `/knowledge?${query}` : "/knowledge";
}

/** The filters of an address, without the page one is on. */
export const filtersOf = ({ q, collection, kind, isRemoved }: KnowledgeAddress) => ({ q, collection, kind, isRemoved });
