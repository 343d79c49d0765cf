/** What one side pushes, the other reads as it comes, until it is closed. */
export function pipe<Piece>() {
	const held: Piece[] = [];
	let isClosed = false;
	let wake = () => {};
	return {
		push(piece: Piece): void {
			held.push(piece);
			wake();
		},
		close(): void {
			isClosed = true;
			wake();
		},
		async *read(): AsyncGenerator<Piece> {
			for (;;) {
				while (held.length > 0) yield held.shift()!;
				if (isClosed) return;
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		},
	};
}
