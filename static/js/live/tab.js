/** This tab's name for presence: new with every load, so that a duplicated tab is another one. */
export const tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36).padStart(2, "0")).join("")
