import { AppError } from "#app/base/errors.ts";
import { PermanentFailure } from "#db/queue.ts";

/** Runs a job's work; what is not here, or not this organisation's, stays so however often it is tried. */
export async function permanently<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof AppError && error.status === 404) throw new PermanentFailure(error.message, { cause: error });
		throw error;
	}
}
