import { z } from "zod";

const whole = z.number().int().nonnegative();

/** How many there are, and how many came in the last 30 days and in the 30 before. */
const Counted = z.object({ count: whole, added: whole, before: whole });

/** The figures of the first page of the day (DASH-1), as they are kept. Amounts are in the currency's smallest unit. */
export const Figures = z.object({
	contacts: Counted,
	deals: Counted.extend({ valueCents: z.number().int() }),
	/** Those that the reader may read. A file that was never read is no document yet: it is counted apart. */
	documents: Counted.extend({ processing: whole, unreadable: whole }),
	/** What is in the calendar: appointments of the last 30 days and those to come. */
	events: Counted.extend({ upcoming: whole }),
	/** Open deals by stage, in the pipelines' order. */
	pipeline: z.array(z.object({ id: z.string(), stage: z.string(), count: whole, valueCents: z.number().int() })),
	agents: z.array(
		z.object({ id: z.string(), name: z.string(), kind: z.string(), enabled: z.boolean(), open: whole, done: whole }),
	),
});
export type Figures = z.output<typeof Figures>;

const OfCollection = Figures.shape.documents.extend({ collection: z.string() });

/** As they are kept for all readers: documents by collection, because each reader may read others of them. */
export const KeptFigures = Figures.extend({ documents: z.array(OfCollection) });
export type KeptFigures = z.output<typeof KeptFigures>;

/** The figures for one who may read these collections, by their ids. */
export function figuresFor({ documents, ...rest }: KeptFigures, readable: ReadonlySet<string>): Figures {
	const sum = { count: 0, added: 0, before: 0, processing: 0, unreadable: 0 };
	for (const { collection, ...of } of documents) {
		if (!readable.has(collection)) continue;
		for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += of[key];
	}
	return { ...rest, documents: sum };
}

/** How long figures are kept. Milliseconds. */
export const KEPT_MS = 5 * 60_000;
