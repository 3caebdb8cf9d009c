/** The entry of every page: looks what there is to enhance and loads only the code for that. */

document.documentElement.dataset.enhanced = "";

export {};
