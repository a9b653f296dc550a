"""Activation Lab: the story of neural-network activation functions, to take into your own hands."""

import streamlit as st

from dashboard import frame

st.set_page_config(page_title="Activation Lab", page_icon=frame.ICON, layout="wide")
frame.run(frame.navigation())
