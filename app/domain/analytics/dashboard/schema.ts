import { z } from "zod";

const whole = z.number().int().nonnegative();

/** How many there are, and how many came in the last 30 days and in the 30 before. */
const Counted = z.object({ count: whole, added: whole, before: whole });

/** The figures of the first page of the day (DASH-1), as they are kept. Amounts are in the currency's smallest unit. */
export const Figures = z.object({
	contacts: Counted,
	deals: Counted.extend({ valueCents: z.number().int() }),
	documents: Counted.extend({ processing: whole }),
	/** What is in the calendar: appointments of the last 30 days and those to come. */
	events: Counted.extend({ upcoming: whole }),
	/** Open deals by stage, in the pipelines' order. */
	pipeline: z.array(z.object({ id: z.string(), stage: z.string(), count: whole, valueCents: z.number().int() })),
	agents: z.array(
		z.object({ id: z.string(), name: z.string(), kind: z.string(), enabled: z.boolean(), open: whole, done: whole }),
	),
});
export type Figures = z.output<typeof Figures>;

/** How long figures are kept. Milliseconds. */
export const KEPT_MS = 5 * 60_000;
