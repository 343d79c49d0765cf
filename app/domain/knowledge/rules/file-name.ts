/** A file's name as a title: without its end and with spaces for underscores. */
export const nameWithoutEnd = (name: string) =>
	name
		.replace(/\.[a-z0-9]{1,9}$/i, "")
		.replace(/_+/g, " ")
		.trim() || name;
