import { AppError } from "#app/base/errors.ts";
import { StepFailure } from "./node-type.ts";

/**
 * Carries out a command for a step: what it refuses by field is said field by field, as whoever drew the step has to read
 * it. Other refusals say it themselves; whatever has no words of its own goes through.
 */
export async function inWords<T>(command: () => Promise<T>): Promise<T> {
	try {
		return await command();
	} catch (error) {
		if (!(error instanceof AppError) || error.status >= 500) throw error;
		const said = Object.entries(error.fields).map(([field, messages]) => `${field}: ${messages.join(" ")}`);
		throw new StepFailure([error.message, ...said].join(" "), { isFinal: error.status !== 429 });
	}
}
