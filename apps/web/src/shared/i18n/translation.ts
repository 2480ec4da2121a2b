/** The English texts have exactly the keys of the Chinese ones. */
export type Translation<T> = { [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
