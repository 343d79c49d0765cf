const places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The shape of what is coming: rows of a list or lines of text. Seen only after 300 ms. */
export function Skeleton({ rows = 6, shape = "rows" }: { rows?: number; shape?: "rows" | "text" }) {
	return (
		<div className={`skeleton skeleton-${shape}`} role="status">
			<span className="hidden-text">Loading</span>
			{places.slice(0, rows).map((place) =>
				shape === "rows" ? (
					<div className="skeleton-row" key={place}>
						<i />
						<i />
						<i />
					</div>
				) : (
					<i key={place} />
				),
			)}
		</div>
	);
}
