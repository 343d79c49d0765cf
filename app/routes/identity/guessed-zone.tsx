import { useEffect, useState } from "react";

/** The browser's time zone as a hidden field; without a script it is absent, and UTC stays until one chooses. */
export function GuessedZone() {
	const [zone, setZone] = useState("");
	useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
	return <input type="hidden" name="timeZone" value={zone} />;
}
