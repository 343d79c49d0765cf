const SECOND = 1_000;
/** From ten minutes on nobody tells ten seconds apart. */
const SOON = 600 * SECOND;

/**
 * The instant of the one job that wakes all that is due by then: up to the next full second, or ten of them for longer
 * waits, so that a hundred thousand runs that wait alike are a few planned jobs and not as many.
 */
export function wakeAt(due: Date, now: Date): Date {
	const step = due.getTime() - now.getTime() > SOON ? 10 * SECOND : SECOND;
	return new Date(Math.ceil(due.getTime() / step) * step);
}
