import type { TextPage } from "#app/domain/artifacts/contract/terms.ts";

/** A contract and what a careful person finds in it, each as words: see `saidOf`. What is not listed is not in it. */
export type Expected = {
	name: string;
	pages: TextPage[];
	party: string[];
	start?: string[];
	end?: string[];
	value?: string[];
	renewal?: string[];
	notice?: string[];
	rise?: string[];
	payment?: string[];
	law?: string[];
	/** Who a term binds or lets, by its kind: "payment Customer". */
	who?: string[];
};

/** Pages are parted by a line of dashes. */
export const paged = (text: string): TextPage[] =>
	text.split(/\n-{5,}\n/).map((page, at) => ({ page: at + 1, text: page.trim() }));
