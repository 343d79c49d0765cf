import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import type { TriedDraft } from "#app/domain/workflows/trying/try-draft.ts";

/** A dry run of a draft as its page shows it: values as texts, cut where they are long. */
export type ShownTrial = Pick<TriedDraft, "outcome" | "left"> & {
	steps: {
		key: string;
		node: string;
		name: string;
		item: string;
		went: string;
		error: string | null;
		given: string | null;
		made: string | null;
	}[];
};

const MOST = 4_000;

export function shownTrial({ outcome, steps, left }: TriedDraft): ShownTrial {
	const shown = steps.map(({ node, name, path, port, input, output, effect, error }, at) => ({
		...{ key: `${at} ${node}`, node, name, error },
		item: itemOf(path),
		went: `${effect ?? (at === 0 ? "It would begin the run." : "It was worked out.")}${port === "next" ? "" : ` It is left by: ${portLabel(port)}.`}`,
		...{ given: at === 0 ? null : asText(input), made: asText(output) },
	}));
	return { outcome, left, steps: shown };
}

function itemOf(path: string): string {
	const index = path.split("/").at(-1)?.split(":")[1];
	return index ? `item ${Number(index) + 1}` : "";
}

function asText(value: unknown): string | null {
	if (value === null || value === undefined) return null;
	const text = JSON.stringify(value, null, 2);
	return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
