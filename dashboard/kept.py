"""Measurements that visitors share: computed once per setting, for everyone at this server."""

import streamlit as st

from activations import Activation, sampling

# 201 means for two activations, as a class moves them, with room for other settings: 15 MB at
# most. Declared here because a page declares its functions anew at every rerun, at a price.
layer = st.cache_data(
    max_entries=1000,
    show_spinner=False,
    hash_funcs={Activation: lambda activation: (activation.id, activation.values)},
)(sampling.measure)
