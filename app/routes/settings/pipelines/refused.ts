/** A form that was refused: what was typed in it and what is wrong, so that it is drawn again as it was sent. */
export type Refused = {
	act: string;
	pipeline: string | undefined;
	stage: string | undefined;
	typed: Readonly<Record<string, string | undefined>>;
	errors: Readonly<Record<string, string[] | null | undefined>>;
	message: string | undefined;
};

/** What a form shows again: nothing, unless it is the one that was refused. */
export function refusedFor(
	refused: Refused | undefined,
	wanted: { act: string; pipeline?: string; stage?: string },
): Refused | undefined {
	const { act, pipeline: of, stage: at } = wanted;
	return refused?.act === act && refused.pipeline === of && refused.stage === at ? refused : undefined;
}
