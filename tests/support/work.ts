/**
 * Milliseconds of processor time that `act` takes in this process. Unlike the time on a clock they do not grow while
 * others keep the machine busy.
 */
export async function workOf(act: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await act();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}
