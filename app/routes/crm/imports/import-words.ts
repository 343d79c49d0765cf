import type { Import } from "#app/domain/crm/imports/import-queries.ts";
import type { Counts, DuplicateAct, Verdict } from "#app/domain/crm/imports/schema.ts";
import { countOf } from "#app/ui/lists/count.tsx";
import type { Tone } from "#app/ui/signs/badge.tsx";

export const STATE_LABELS: Readonly<Record<Import["state"], string>> = {
	draft: "Being set up",
	waiting: "Waiting",
	running: "Running",
	done: "Done",
	failed: "Failed",
	cancelled: "Stopped",
	undoing: "Being undone",
	undone: "Undone",
};

export const STATE_TONES: Readonly<Record<Import["state"], Tone>> = {
	draft: "neutral",
	waiting: "info",
	running: "info",
	done: "good",
	failed: "bad",
	cancelled: "warn",
	undoing: "info",
	undone: "neutral",
};

/** What becomes of a row: before it is done, and after. */
export const VERDICTS: Readonly<Record<Verdict, { will: (noun: string) => string; did: string; tone: Tone }>> = {
	created: { will: (noun) => `Creates ${articled(noun)}`, did: "Created", tone: "good" },
	updated: { will: (noun) => `Updates ${articled(noun)}`, did: "Updated", tone: "info" },
	skipped: { will: () => "Is skipped", did: "Skipped", tone: "neutral" },
	refused: { will: () => "Is refused", did: "Refused", tone: "bad" },
};

/** "an account", "a deal". */
export const articled = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

/** What can become of rows that are here already. */
export function duplicateChoices(noun: string, acts: readonly DuplicateAct[]) {
	const labels: Readonly<Record<DuplicateAct, string>> = {
		fill: `Fill blanks of the ${noun}, keep what it has`,
		overwrite: `Overwrite the ${noun} with what the file has`,
		skip: "Skip the row",
		create: `Create another ${noun}`,
	};
	return acts.map((value) => ({ value, label: labels[value] }));
}

export const totalOf = (counts: Counts) => Object.values(counts).reduce((sum, one) => sum + one, 0);

/** "Import 49,700 rows": what the button does, by what the preview counted. */
export function beginWords({ created, updated }: Counts): string {
	return `Import ${countOf(created + updated, "row")}`;
}
