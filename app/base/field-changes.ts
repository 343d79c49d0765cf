/** Field by field what differs, as an event's `changes`: [before, after]. Empty texts and absent values are null. */
export function fieldChanges(
	before: Readonly<Record<string, unknown>>,
	after: Readonly<Record<string, unknown>>,
): Record<string, [unknown, unknown]> {
	const changes: Record<string, [unknown, unknown]> = {};
	for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const [was, is] = [plain(before[field]), plain(after[field])];
		if (was !== is) changes[field] = [was, is];
	}
	return changes;
}

const plain = (value: unknown) => (value === "" || value === undefined ? null : value);
