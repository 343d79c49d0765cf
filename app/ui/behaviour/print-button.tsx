import { useEffect, useState } from "react";

/** Prints the page; where no script runs, the words say how. */
export function PrintButton() {
	const [isAlive, setIsAlive] = useState(false);
	useEffect(() => setIsAlive(true), []);
	if (!isAlive) return <span className="muted">Print this page with your browser.</span>;
	return (
		<button type="button" className="btn btn-small" onClick={() => window.print()}>
			Print this page
		</button>
	);
}
