/** Where images of the migrated embedded database are kept between runs. */
export const IMAGE_FOLDER = ".cache";

/** Where the image stands; set by the setup, inherited by each test file's process. */
export function imageFile(): string {
	const file = process.env.PERIGEE_TEST_IMAGE;
	if (!file) throw new Error("no image of the database was made");
	return file;
}

/** Tells the processes of the test files where the image stands. */
export function setImageFile(file: string): void {
	process.env.PERIGEE_TEST_IMAGE = file;
}
