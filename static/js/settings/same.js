/** Values of preferences are JSON. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)

export const isEmpty = (object) => !Object.keys(object).length
