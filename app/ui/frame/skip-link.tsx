/** The first stop of the keyboard: past the navigation, to the page (`<main id="main" tabIndex={-1}>`). */
export function SkipLink() {
	return (
		<a className="skip-link" href="#main">
			Skip to the page
		</a>
	);
}
